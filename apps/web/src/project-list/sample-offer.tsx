'use client'

import { FIRST_FORM } from '../start/start-form.ts'
import { StartOutcome } from '../start/start-outcome.tsx'
import { useStart } from '../start/use-start.ts'
import { Button } from '../ui/button.tsx'

/** Offers the sample project to a person who has no plan yet. */
export function SampleOffer() {
  const { state, startSample, busy } = useStart()
  return (
    <section className="border-(--hair) border-l pl-10 max-[899px]:border-t max-[899px]:border-l-0 max-[899px]:pt-6 max-[899px]:pl-0">
      <h2 className="mb-2.5 font-semibold">The sample</h2>
      <p className="mb-3 text-(--text-2)">
        A small library with a plan. Its agents are shell commands, so it calls no model and costs nothing. It takes a
        minute or less.
      </p>
      <Button disabled={busy} onClick={() => void startSample(FIRST_FORM, null)}>
        {busy ? 'Creating the sample' : 'Create the sample and run it'}
      </Button>
      <div className="mt-3 empty:hidden">
        <StartOutcome state={state} />
      </div>
    </section>
  )
}
