/** The measures of the drawing of the attempts, in px. */
export const ROOT_Y = 30
export const FIRST_ROW = 70
export const ROW = 40
export const RADIUS = 7
/** The x, in px, at which the axis starts. The labels are left of it. */
export const LABELS = 236

export const rowY = (index: number): number => FIRST_ROW + index * ROW
