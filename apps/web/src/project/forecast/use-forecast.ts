import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import type { VariablesOf } from '../../client/graphql.ts'
import type { StartForm } from '../../start/start-form.ts'
import { FORECAST, type ForecastData } from './forecast-document.ts'

/** A person who steps from 3 slots to 8 asks once. */
const SETTLE_MS = 150

export interface AskedForecast {
  projectId: string
  form: StartForm
  /** Null: all that is not done. */
  taskIds: readonly string[] | null
  /** Changes when what is to be done, or what is known of it, may have changed. */
  version: string
}

export interface ShownForecast {
  /** Undefined before the first answer; null where the server makes none. */
  forecast: ForecastData | null | undefined
  /** Another one is asked for. */
  pending: boolean
}

/** What a run started now would take, asked anew whenever something it depends on changes. */
export function useForecast({ projectId, form, taskIds, version }: AskedForecast): ShownForecast {
  const client = useClient()
  const [answer, setAnswer] = useState<{ key: string; forecast: ForecastData | null } | null>(null)
  const { mode, slots: maxConcurrency, strategy, isolation } = form
  const key = JSON.stringify([{ id: projectId, mode, maxConcurrency, strategy, isolation, taskIds }, version])

  useEffect(() => {
    let left = false
    const timer = setTimeout(async () => {
      const [variables] = JSON.parse(key) as [VariablesOf<typeof FORECAST>]
      const { data } = await client.query(FORECAST, variables, { requestPolicy: 'network-only' }).toPromise()
      // Where the server is away the page says so, and what was shown stays.
      if (!left && data?.project) setAnswer({ key, forecast: data.project.forecast })
    }, SETTLE_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [client, key])

  return { forecast: answer?.forecast ?? (answer === null ? undefined : null), pending: answer?.key !== key }
}
