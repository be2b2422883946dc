import type { Sentence } from './sentence.ts'

export function SentenceLine({ sentence }: { sentence: Sentence }) {
  return sentence.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the whole sentence is replaced, and a part has no other key than its index
      <b key={index} className="font-medium text-(--text)">
        {part.strong}
      </b>
    ),
  )
}
