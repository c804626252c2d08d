/** What can happen to the ways an account signs in, as its history names it. */
export const CREDENTIAL_CHANGES = ['password-set', 'password-reset', 'totp-added', 'totp-removed', 'passkey-added', 'passkey-removed', 'sessions-ended', 'token-made', 'token-ended', 'enrolment-code-made', 'certificate-issued', 'certificate-revoked'] as const
export type CredentialChange = (typeof CREDENTIAL_CHANGES)[number]
