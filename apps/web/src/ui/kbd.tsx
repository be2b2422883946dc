import type { ReactNode } from 'react'

const KEY =
  'min-w-4 rounded-[3px] border px-1 text-center text-[10.5px] leading-[15px] max-[719px]:hidden pointer-coarse:hidden'
const ON_PAPER = 'border-(--hair) bg-(--bg) text-(--text-3)'
const ON_INK = 'border-[color-mix(in_srgb,var(--on-ink)_35%,transparent)] text-(--on-ink)'

export const Key = ({ children }: { children: ReactNode }) => <kbd className={`${KEY} ${ON_PAPER}`}>{children}</kbd>

/** Shows the keyboard shortcut on a button. It is hidden on touch screens and from screen readers. */
export function Kbd({ children, onInk = false }: { children: ReactNode; onInk?: boolean }) {
  return (
    <span aria-hidden="true" className="contents">
      <kbd className={`${KEY} ${onInk ? ON_INK : ON_PAPER}`}>{children}</kbd>
    </span>
  )
}
