import { Button } from '../ui/button.tsx'
import { StartRoot } from '../ui/start-root.tsx'

/** Explains how to add a plan to a project that has none. */
export function NoPlan({
  project,
  onImport,
}: {
  project: { name: string; repositoryPath: string }
  onImport: (() => void) | null
}) {
  return (
    <section className="px-16 pt-9 pb-10 max-[719px]:px-4">
      <StartRoot />
      <h2 className="mt-3.5 mb-1 font-semibold text-[18px] leading-6 tracking-[-.015em]">No plan yet</h2>
      <p className="max-w-[600px] text-(--text-2)">
        A plan lists epics, tasks and what each task waits for. Coppice divides it into batches and runs the tasks of a
        batch in parallel. Nothing in {project.name}’s repository changes until a run delivers.
      </p>
      <div className="mt-5 flex flex-wrap items-center gap-3">
        {onImport && (
          <Button kind="primary" onClick={onImport}>
            Import plan…
          </Button>
        )}
        <span className="text-(--text-3) text-[12px]">
          {onImport ? 'or ' : 'An admin can import one. '}
          <code>coppice init</code> in the repository writes a commented plan
        </span>
      </div>
    </section>
  )
}
