import type { Span } from './spans.ts'

/** The classes of matches. They also set the text colour, because most text colours are not legible on the background of a match. */
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

/** Shows a text with the colours of a terminal and with the matches of the search. */
export function OutputText({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) =>
    span.colour || span.bold || span.dim || span.mark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the whole line is replaced, and a span has no other key than its index
      <Stretch key={index} span={span} />
    ) : (
      span.text
    ),
  )
}
