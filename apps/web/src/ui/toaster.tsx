'use client'

import { Toaster as Sonner } from 'sonner'

/** Shows the toasts of sonner: at most three, each for 8 s. Use a toast only for what happened elsewhere, not for the person's own action. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-left"
      visibleToasts={3}
      duration={8000}
      gap={12}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-3 rounded-md border border-(--line) bg-(--bg) px-4 py-3 text-[13px] leading-[18px] shadow-(--shadow)',
          title: 'font-semibold',
          description: 'text-(--text-2)',
          actionButton: 'ml-auto font-medium',
        },
      }}
    />
  )
}
