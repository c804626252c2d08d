import type { Cut } from '../../../../server/face.ts'

/** What steady reports of a device say of it was taken: from which connection, when, and with which words kept from their readers. */
export class Said {
  /** Id of the connection. */
  readonly client: string
  /** How often words had come to be told otherwise. */
  readonly worded: number
  readonly cut: Cut | null
  /** Epoch ms. */
  readonly at: number
  /** How the device is called in the picture. */
  readonly subject: string

  constructor({ client, worded, cut, at, subject }: Pick<Said, 'client' | 'worded' | 'cut' | 'at' | 'subject'>) {
    this.client = client
    this.worded = worded
    this.cut = cut
    this.at = at
    this.subject = subject
  }
}
