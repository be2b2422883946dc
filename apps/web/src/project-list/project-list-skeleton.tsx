import { Skeleton, SkeletonLine } from '../ui/skeleton.tsx'

export function ProjectListSkeleton() {
  return (
    <Skeleton label="Opening the projects">
      <div className="px-6 pt-5 max-[719px]:px-4">
        <SkeletonLine width={90} />
        {[180, 140, 210].map((width) => (
          <div key={width} className="flex h-[54px] items-center gap-8 border-(--hair) border-b">
            <SkeletonLine width={width} />
            <SkeletonLine width={240} className="max-[719px]:hidden" />
          </div>
        ))}
      </div>
    </Skeleton>
  )
}
