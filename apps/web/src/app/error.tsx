'use client'

import { useEffect } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** Shown when the rendering of a page throws an error. */
export default function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <main className="p-6 max-[719px]:p-4">
      <Notice
        role="alert"
        status="FAILED"
        title="This page cannot be shown."
        actions={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button kind="quiet" onClick={() => window.location.assign('/')}>
              All projects
            </Button>
          </>
        }
      >
        This is a mistake in Coppice. Runs continue without this page. The error:{' '}
        <code>{error.message || 'unknown'}</code>
      </Notice>
    </main>
  )
}
