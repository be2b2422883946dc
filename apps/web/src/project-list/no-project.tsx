import { StartRoot } from '../ui/start-root.tsx'
import { CreateProjectForm } from './create-project-form.tsx'
import { SampleOffer } from './sample-offer.tsx'

/** The first page of a person who has no project. */
export function NoProject({ mayCreate }: { mayCreate: boolean }) {
  return (
    <section className="px-16 pt-9 pb-10 max-[719px]:px-4">
      <StartRoot />
      <h1 className="mt-3.5 mb-1 font-semibold text-[18px] leading-6 tracking-[-.015em]">No project yet</h1>
      <p className="max-w-[720px] text-(--text-2)">
        A project is a git repository, its base branch and a plan. The repository does not change until a run delivers.
      </p>
      {mayCreate ? (
        <div className="mt-[26px] grid max-w-[1060px] grid-cols-2 max-[899px]:grid-cols-1 max-[899px]:gap-8">
          <section className="pr-10 max-[899px]:pr-0">
            <h2 className="mb-2.5 font-semibold">Your repository</h2>
            <CreateProjectForm />
            <p className="mt-2 text-(--text-3) text-[12px]">
              or <code>coppice run --plan FILE</code> in the repository
            </p>
          </section>
          <SampleOffer />
        </div>
      ) : (
        <p className="mt-4 text-(--text-2)">
          Your role can only read. When an admin creates a project, it appears here.
        </p>
      )}
    </section>
  )
}
