/** A set-up failure the person at the keyboard can act on; printed without a stack. */
export class SetupError extends Error {}
