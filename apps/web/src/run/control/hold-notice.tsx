'use client'

import type { HoldView } from '@coppice/run-model'
import { useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { ActNotice } from '../../ui/act-notice.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { timeToCome } from '../../words/format.ts'
import { holdsInForce } from '../view/holds-in-force.ts'
import type { RunView } from '../view/run-view.ts'
import { RELEASE_PROVIDER } from './control-documents.ts'

export interface HoldNoticesProps {
  view: RunView
  now: number
  /** Whether the button is disabled: without a connection, without the role OPERATOR, and while the run is being cancelled. */
  off: boolean
}

/** One notice for each provider for which the run waits. A person who raised its limit can let its agents start now. */
export function HoldNotices({ view, now, off }: HoldNoticesProps) {
  return holdsInForce(view, now).map((hold) => (
    <HoldNotice key={`${hold.provider} ${hold.until}`} runId={view.id} hold={hold} now={now} off={off} />
  ))
}

interface HoldNoticeProps extends Pick<HoldNoticesProps, 'now' | 'off'> {
  runId: string
  hold: HoldView
}

function HoldNotice({ runId, hold: { provider, until }, now, off }: HoldNoticeProps) {
  const { busy, state, act } = useAct(RELEASE_PROVIDER, (data) => data.releaseProvider)
  /** Whether the hold was ended. The event that removes this notice comes a moment later. */
  const [ended, setEnded] = useState(false)
  const release = async () => setEnded((await act({ runId, provider })) !== null)
  return (
    <div className="flex-none">
      <Notice
        status="HELD"
        title={`${provider} starts no session before ${timeToCome(until, now)}.`}
        actions={
          <Button disabled={off || busy || ended} onClick={() => void release()}>
            Try again now
          </Button>
        }
      >
        It reported a limit. If the limit was raised, its agents can start now, in every run. If it reports the limit
        again, it is on hold again, and this uses up no attempt.
      </Notice>
      <ActNotice
        state={state}
        notDone="The hold was not ended."
        notKnown={`It is not known whether the hold of ${provider} was ended.`}
      >
        When the connection is back, the top of the page shows it.
      </ActNotice>
    </div>
  )
}
