/** What something that moves can do for others: who is asked when somebody needs it. */
export const CAPABILITIES = ['qrf', 'casevac', 'medical', 'eod', 'engineer', 'fire', 'police', 'recovery', 'interpreter', 'air-lift'] as const
