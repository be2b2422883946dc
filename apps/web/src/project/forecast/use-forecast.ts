import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import type { VariablesOf } from '../../client/graphql.ts'
import type { StartForm } from '../../start/start-form.ts'
import { FORECAST, type ForecastData } from './forecast-document.ts'

/** How many ms to wait after a change of the settings, so that several quick changes cause only one request. */
const SETTLE_MS = 150

export interface AskedForecast {
  projectId: string
  form: StartForm
  /** The ids of the chosen tasks. If it is null, the forecast is for all incomplete tasks. */
  taskIds: readonly string[] | null
  /** A text that changes when the incomplete tasks or the known durations may have changed. The forecast is then requested again. */
  version: string
}

export interface ShownForecast {
  /** It is undefined before the first response, and null when the server returns no forecast. */
  forecast: ForecastData | null | undefined
  /** Whether a newer forecast is being loaded. */
  pending: boolean
}

/** Loads the forecast of a run that would start now, and loads it again when the settings, the tasks or `version` change. */
export function useForecast({ projectId, form, taskIds, version }: AskedForecast): ShownForecast {
  const client = useClient()
  const [result, setResult] = useState<{ key: string; forecast: ForecastData | null } | null>(null)
  const { mode, slots: maxConcurrency, strategy, isolation } = form
  const key = JSON.stringify([{ id: projectId, mode, maxConcurrency, strategy, isolation, taskIds }, version])

  useEffect(() => {
    let left = false
    const timer = setTimeout(async () => {
      const [variables] = JSON.parse(key) as [VariablesOf<typeof FORECAST>]
      const { data } = await client.query(FORECAST, variables, { requestPolicy: 'network-only' }).toPromise()
      // While the server is unreachable, the old forecast stays. The page shows the lost connection.
      if (!left && data?.project) setResult({ key, forecast: data.project.forecast })
    }, SETTLE_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [client, key])

  return { forecast: result?.forecast ?? (result === null ? undefined : null), pending: result?.key !== key }
}
