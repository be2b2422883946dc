import { Skeleton, SkeletonLine } from '../ui/skeleton.tsx'

const BATCHES = [5, 5, 4, 2]
const WIDTHS = [74, 58, 88, 66, 80]

export function ProjectSkeleton() {
  return (
    <Skeleton label="Opening the project">
      <div className="flex h-[68px] items-center gap-12 border-(--hair) border-b px-6 max-[719px]:px-4">
        <SkeletonLine width={220} />
        <SkeletonLine width={120} className="max-[719px]:hidden" />
        <SkeletonLine width={80} className="max-[719px]:hidden" />
      </div>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(200px,1fr))] gap-x-2 px-6 pt-6 max-[719px]:px-4">
        {BATCHES.map((rows, batch) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the placeholders never change their order
          <div key={batch}>
            <SkeletonLine width={96} />
            <div className="mt-5 mb-3 border-(--hair) border-t-2" />
            {WIDTHS.slice(0, rows).map((width) => (
              <div key={width} className="mr-3 rounded-bl-[6px] border-(--hair) border-b border-l pb-2.5 pl-3">
                <SkeletonLine width={width + batch * 6} className="mt-3" />
              </div>
            ))}
          </div>
        ))}
      </div>
    </Skeleton>
  )
}
