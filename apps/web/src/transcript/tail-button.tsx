import { count } from '../words/format.ts'
import type { Tail } from './use-tail.ts'

/** Says that the list follows the newest lines. If the user has scrolled up, it is a button that scrolls to the end. */
export function TailButton({ tail, live }: { tail: Tail; live: boolean }) {
  if (tail.following)
    return <span className="whitespace-nowrap text-(--text-3)">{live ? 'Following new lines' : 'At the end'}</span>
  return (
    <button
      type="button"
      onClick={tail.toEnd}
      className="h-7 rounded-(--r) border border-(--line) bg-(--bg) px-2.5 font-medium whitespace-nowrap max-[719px]:h-11"
    >
      ↓ {tail.unseen > 0 ? `${count(tail.unseen)} new` : 'To the end'}
    </button>
  )
}
