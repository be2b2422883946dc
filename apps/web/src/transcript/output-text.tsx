import type { Span } from './spans.ts'

const MARK = {
  match: 'rounded-[2px] bg-(--mark) shadow-[0_0_0_1px_var(--mark)]',
  current: 'rounded-[2px] bg-(--ink) text-(--on-ink) shadow-[0_0_0_1px_var(--ink)]',
} as const

function Stretch({ span }: { span: Span }) {
  const style = span.mark === 'current' ? undefined : { color: span.colour, opacity: span.dim ? 0.7 : undefined }
  const className = `${span.bold ? 'font-semibold' : ''} ${span.mark ? MARK[span.mark] : ''}`
  if (span.mark)
    return (
      <mark className={`text-inherit ${className}`} style={style}>
        {span.text}
      </mark>
    )
  return (
    <span className={className} style={style}>
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
