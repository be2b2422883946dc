/** Options for keys that act immediately. They are off while a dialog is open. */
export const whileNoDialog = {
  ignoreEventWhen: () => document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null,
}
