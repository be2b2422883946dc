import { mayAct, useViewer } from './use-viewer.ts'

/** Whether acts on runs and tasks are offered; also until the server has said who is signed in. The server decides all the same. */
export function useMayOperate(): boolean {
  const viewer = useViewer()
  return viewer === null || mayAct(viewer, 'OPERATOR')
}
