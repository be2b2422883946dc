import type { Said } from './said.ts'

export function SaidLine({ said }: { said: Said }) {
  return said.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is rewritten whole; the place is the word's identity
      <b key={index} className="font-medium text-(--text)">
        {part.strong}
      </b>
    ),
  )
}
