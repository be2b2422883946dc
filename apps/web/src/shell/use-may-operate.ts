import { mayAct, useViewer } from './use-viewer.ts'

/**
 * Whether controls of runs and tasks are shown. They are also shown until the server has said who is signed in. The server makes the
 * decision in any case.
 */
export function useMayOperate(): boolean {
  const viewer = useViewer()
  return viewer === null || mayAct(viewer, 'OPERATOR')
}
