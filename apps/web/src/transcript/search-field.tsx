import type { Ref } from 'react'
import { count } from '../words/format.ts'
import type { Search } from './use-search.ts'

function Glass() {
  return (
    <svg width="13" height="13" viewBox="0 0 13 13" className="flex-none" aria-hidden="true">
      <circle cx="5.5" cy="5.5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M8.4 8.4L12 12" stroke="currentColor" strokeWidth="1.3" />
    </svg>
  )
}

const STEP =
  'h-[18px] min-w-[18px] rounded-[3px] border border-(--hair) text-[11px] leading-[15px] text-(--text-3) disabled:opacity-50 max-[719px]:h-11 max-[719px]:min-w-11 max-[719px]:rounded-(--r) max-[719px]:border-(--line)'

function foundWords(found: number | null, at: number): string {
  if (found === null) return 'searching'
  if (found === 0) return 'no match'
  return at < 0 ? count(found) : `${count(at + 1)} of ${count(found)}`
}

/** The search field of the output. It shows the number of matches. Enter selects the next match, Shift+Enter the previous match. */
export function SearchField({ search, field }: { search: Search; field?: Ref<HTMLInputElement> }) {
  const { query, found, at } = search
  return (
    <div className="flex min-w-0 items-center gap-1.5 max-[719px]:w-full max-[719px]:gap-2">
      <label className="flex h-7 w-[260px] min-w-0 items-center gap-1.5 rounded-(--r) border border-(--line) px-2 focus-within:outline-2 focus-within:outline-(--ink) max-[719px]:h-11 max-[719px]:flex-1">
        <Glass />
        <input
          ref={field}
          type="search"
          value={query}
          placeholder="Search"
          aria-label="Search the transcript"
          onChange={(event) => search.setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') (event.shiftKey ? search.previous : search.next)()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
          className="min-w-0 flex-1 bg-transparent font-medium outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        {query !== '' && <output className="whitespace-nowrap text-(--text-2)">{foundWords(found, at)}</output>}
      </label>
      <button type="button" aria-label="Previous match" disabled={!found} onClick={search.previous} className={STEP}>
        ↑
      </button>
      <button type="button" aria-label="Next match" disabled={!found} onClick={search.next} className={STEP}>
        ↓
      </button>
    </div>
  )
}
