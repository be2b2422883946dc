import type { Span } from './spans.ts'

/** A hit is ink on its ground: few hues are legible on it. */
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

/** Text as a terminal would show it, with what was searched for marked. */
export function OutputText({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) =>
    span.colour || span.bold || span.dim || span.mark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is cut anew as a whole; the place is the stretch's identity
      <Stretch key={index} span={span} />
    ) : (
      span.text
    ),
  )
}
