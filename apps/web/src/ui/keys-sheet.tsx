'use client'

import { useRef, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Key } from './kbd.tsx'

export interface KeyHint {
  /** The keys in the order in which they are pressed, such as `['g', 'b']`. */
  keys: readonly string[]
  does: string
}

/** The list of the keyboard shortcuts of a page. The key `?` opens it. */
export function KeysSheet({ keys }: { keys: readonly KeyHint[] }) {
  const [open, setOpen] = useState(false)
  const close = useRef<HTMLButtonElement>(null)
  useHotkeys('?', () => setOpen(true), { useKey: true, ignoreModifiers: true })
  const all = [...keys, { keys: ['?'], does: 'This sheet' }]
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Keys"
      width={380}
      focusFirst={close}
      actions={
        <Button ref={close} onClick={() => setOpen(false)}>
          Close
        </Button>
      }
    >
      <dl className="grid grid-cols-[96px_1fr] gap-y-2">
        {all.map((hint) => (
          <div key={hint.keys.join(' ')} className="contents">
            <dt className="flex gap-1">
              {hint.keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd className="text-(--text-2)">{hint.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
