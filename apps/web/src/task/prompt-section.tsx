'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { count } from '../words/format.ts'
import { SideSection } from './side-section.tsx'

const HEADING = /^#{1,3} +(.+)$/gm

/** @returns the headings of a prompt, in order. */
export const promptSections = (prompt: string): string[] => [...prompt.matchAll(HEADING)].map(([, name]) => name ?? '')

/** Shows the headings of an agent's prompt, and a button that shows the whole prompt. */
export function PromptSection({ prompt, of }: { prompt: string; of: string }) {
  const [open, setOpen] = useState(false)
  const sections = promptSections(prompt)
  return (
    <SideSection title="Prompt" aside={`${count(prompt.length)} characters`}>
      <p className="mb-1.5 leading-[17px] text-(--text-2)">{sections.join(', ')}</p>
      <Button onClick={() => setOpen(true)}>Show the prompt</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Prompt of ${of}`}
        width={780}
        actions={<Button onClick={() => setOpen(false)}>Close</Button>}
      >
        <pre className="font-mono leading-[18px] whitespace-pre-wrap">{prompt}</pre>
      </Dialog>
    </SideSection>
  )
}
