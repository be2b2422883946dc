import type { Drawing, Shape } from './shape.ts'

function DrawnShape({ shape }: { shape: Shape }) {
  const paint = {
    fill: shape.fill ?? 'none',
    stroke: shape.stroke,
    strokeWidth: shape.strokeWidth,
    strokeDasharray: shape.dash,
  }
  if (shape.kind === 'rect')
    return <rect x={shape.x} y={shape.y} width={shape.width} height={shape.height} {...paint} />
  if (shape.kind === 'circle') return <circle cx={shape.cx} cy={shape.cy} r={shape.r} {...paint} />
  return <path d={shape.d} {...paint} />
}

/** Draws computed shapes as one image with one accessible name. */
export function Drawn({ drawing, label, className = '' }: { drawing: Drawing; label: string; className?: string }) {
  const { width, height, shapes } = drawing
  return (
    <svg
      className={`block max-w-full flex-none ${className}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label === '' ? undefined : label}
      aria-hidden={label === ''}
    >
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the whole drawing is replaced, and a shape has no other key than its index
        <DrawnShape key={index} shape={shape} />
      ))}
    </svg>
  )
}
