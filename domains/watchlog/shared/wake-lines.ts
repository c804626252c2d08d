import { CALL_MEANS, type Wake } from './cir.ts'

/** `Chief of staff; phone; 4001`: those to be called as they are typed, one on each line; without a means it is the phone. */
export function readWake(text: string): Wake[] {
  return text.split('\n').map((line) => line.split(/[;؛]/).map((part) => part.trim())).filter(([who]) => who !== undefined && who !== '').map(([who, said, contact]) => {
    const means = CALL_MEANS.find((one) => one === said?.toUpperCase().replaceAll(' ', '-'))
    const number = means === undefined ? (contact ?? said) : contact
    return { who: who ?? '', means: means ?? 'PHONE', ...(number ? { contact: number } : {}) }
  })
}

export function writeWake(wake: readonly Wake[]): string {
  return wake.map((one) => [one.who, one.means.toLowerCase(), one.contact].filter((part) => part !== undefined).join('; ')).join('\n')
}
