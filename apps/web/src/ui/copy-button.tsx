'use client'

import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { Check, Copy } from './icons.tsx'

const SAID_FOR_MS = 2000

/** A button that copies `text` to the clipboard. Its label then says whether that succeeded. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = () =>
    copied(text).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    )
  return (
    <Button kind="quiet" title={text} onClick={copy}>
      {outcome === 'copied' ? <Check /> : <Copy />}
      <span aria-live="polite">
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Copying was refused' : children}
      </span>
    </Button>
  )
}

/** Copies a text. @throws on a page that was loaded over HTTP from another machine, because browsers do not offer the clipboard there. */
async function copied(text: string): Promise<void> {
  if (!navigator.clipboard)
    throw new Error(
      "Copying works only over HTTPS or on the server's own machine. Select the text and copy it by hand.",
    )
  await navigator.clipboard.writeText(text)
}
