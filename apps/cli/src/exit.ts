/** Each command passes its exit code to `exit`. The code of a command is loaded when it runs, so that help appears immediately. */
export type Exit = (code: number) => void
