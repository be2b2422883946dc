import type { Span } from './spans.ts'

/** A match is drawn with a strong background, because few text colours are legible on it. */
const MARK = {
  match: 'rounded-[2px] bg-(--mark) text-(--text) shadow-[0_0_0_1px_var(--mark)]',
  current: 'rounded-[2px] bg-(--ink) text-(--on-ink) shadow-[0_0_0_1px_var(--ink)]',
} as const

function Stretch({ span }: { span: Span }) {
  const bold = span.bold ? 'font-semibold' : ''
  if (span.mark) return <mark className={`${bold} ${MARK[span.mark]}`}>{span.text}</mark>
  return (
    <span className={bold} style={{ color: span.colour ?? (span.dim ? 'var(--text-3)' : undefined) }}>
      {span.text}
    </span>
  )
}

/** Text as a terminal would show it, with the matches marked. */
export function OutputText({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) =>
    span.colour || span.bold || span.dim || span.mark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is rendered again as a whole, and the position identifies a stretch
      <Stretch key={index} span={span} />
    ) : (
      span.text
    ),
  )
}
