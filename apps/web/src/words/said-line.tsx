import type { Said } from './said.ts'

export function SaidLine({ said }: { said: Said }) {
  return said.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is rendered again as a whole, and the position identifies a word
      <b key={index} className="font-medium text-(--text)">
        {part.strong}
      </b>
    ),
  )
}
