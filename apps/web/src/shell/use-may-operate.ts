import { mayAct, useViewer } from './use-viewer.ts'

/**
 * Whether the controls of runs and tasks are enabled: the person has the role OPERATOR, or the role is not loaded yet. The server checks
 * the role again.
 */
export function useMayOperate(): boolean {
  const viewer = useViewer()
  return viewer === null || mayAct(viewer, 'OPERATOR')
}
