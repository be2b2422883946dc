import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import type { VariablesOf } from '../../client/graphql.ts'
import type { StartForm } from '../../start/start-form.ts'
import { FORECAST, type ForecastData } from './forecast-document.ts'

/** Waits, so that a person who steps from 3 slots to 8 causes one request. */
const SETTLE_MS = 150

export interface AskedForecast {
  projectId: string
  form: StartForm
  /** Null means all incomplete tasks. */
  taskIds: readonly string[] | null
  /** It changes when the incomplete tasks, or the known durations, may have changed. */
  version: string
}

export interface ShownForecast {
  /** It is undefined before the first response, and null when the server has no forecast. */
  forecast: ForecastData | null | undefined
  /** A newer forecast is being loaded. */
  pending: boolean
}

/** The forecast of a run that would start now. It is requested again whenever something that it depends on changes. */
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
      // When the server is not reachable, the page says so, and the shown forecast stays.
      if (!left && data?.project) setAnswer({ key, forecast: data.project.forecast })
    }, SETTLE_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [client, key])

  return { forecast: answer?.forecast ?? (answer === null ? undefined : null), pending: answer?.key !== key }
}
