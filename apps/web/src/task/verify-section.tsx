'use client'

import { useState } from 'react'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { hiddenLines, VerifyOutput } from '../run/parts/verify-output.tsx'
import type { VerifyFailure } from '../run/view/evidence.ts'
import { SideSection } from './side-section.tsx'

/** Shows the output of verify after it failed on the work of an attempt. */
export function VerifySection({ failure }: { failure: VerifyFailure }) {
  const [whole, setWhole] = useState(false)
  const hidden = hiddenLines(failure.output)
  return (
    <SideSection
      title={
        <>
          <StatusGlyph status="FAILED" label="" />
          {failure.attempt === null ? 'Verify' : `Verify, attempt ${failure.attempt}`}
        </>
      }
      aside="failed"
    >
      <VerifyOutput output={failure.output} whole={whole} className={whole ? 'max-h-[50dvh] overflow-y-auto' : ''} />
      {hidden > 0 && (
        <button
          type="button"
          onClick={() => setWhole((old) => !old)}
          className="mt-1 text-(--text-2) underline underline-offset-[3px] max-[719px]:min-h-11"
        >
          {whole ? 'Only the end' : `All ${hidden + 14} lines`}
        </button>
      )}
    </SideSection>
  )
}
