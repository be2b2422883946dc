'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  children: ReactNode
  /** The buttons. The button that does nothing is the first. */
  actions: ReactNode
  /** The element that gets the focus when the dialog opens. The default is the first element that can have the focus. */
  focusFirst?: RefObject<HTMLElement | null>
  /** In px. */
  width?: number
}

/** A modal dialog. Escape and a click outside close it. */
export function Dialog({ open, onOpenChange, title, children, actions, focusFirst, width = 500 }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[color-mix(in_srgb,var(--bg-3)_70%,transparent)]" />
        <Base.Popup
          initialFocus={focusFirst ?? true}
          style={{ width }}
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 flex max-h-[80dvh] max-w-[calc(100vw-32px)] flex-col rounded-md border border-(--line) bg-(--bg) px-[22px] py-5 shadow-(--shadow) max-[719px]:top-auto max-[719px]:bottom-4"
        >
          <Base.Title className="mb-3 font-semibold text-[15px] leading-5">{title}</Base.Title>
          <div className="min-h-0 overflow-y-auto">{children}</div>
          <div className="mt-4 flex flex-wrap justify-end gap-2">{actions}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
