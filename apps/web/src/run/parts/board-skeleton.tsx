import { Skeleton, SkeletonLine } from '../../ui/skeleton.tsx'

const ROWS = [74, 58, 88, 66, 80]

export function BoardSkeleton() {
  return (
    <Skeleton label="Opening the run">
      <div className="flex gap-8 px-6 pt-3">
        <SkeletonLine width={220} />
        <SkeletonLine width={120} />
      </div>
      <div className="mt-16 border-t-2 border-(--hair) px-6">
        <div className="grid grid-cols-[1fr_2.2fr_1fr_1fr] gap-4 max-[719px]:grid-cols-1">
          {[5, 5, 4, 2].map((rows, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the placeholders never change their order
            <div key={column} className="border-l border-(--hair) max-[719px]:nth-[n+3]:hidden">
              {ROWS.slice(0, rows).map((width) => (
                <div key={width} className="mr-6 grid h-[62px] content-center gap-2.5 border-b border-(--hair) pl-4">
                  <SkeletonLine width={width} />
                  <SkeletonLine width={`${width / 2}%`} />
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </Skeleton>
  )
}
