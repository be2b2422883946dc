/** A folder that Coppice could not delete. It was renamed, so that it is in nobody's way. */
export interface StuckFolder {
  folder: string
  error: Error
}

/** Returns a text for people about a folder that Coppice could not delete. It says how to delete it. */
export function stuckText({ folder, error }: StuckFolder): string {
  const isBusy = (error as NodeJS.ErrnoException).code === 'EBUSY'
  const first = isBusy ? 'unmount what is mounted in it, then run' : 'run'
  return `Coppice could not delete the folder of an earlier session (${error.message}). It is now ${folder}, and the run continues in a new folder. To delete it, ${first}: sudo rm -rf '${folder}'`
}
