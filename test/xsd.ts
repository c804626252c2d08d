import { readFileSync } from 'node:fs'

/** A schema of XML that a document is held against; `problem` is null where it fits. */
export type Schema = { problem(xml: string): string | null; close(): void }

/** Open a schema file (XSD 1.0), read by libxml2. */
export async function openSchema(file: string | URL): Promise<Schema> {
  const { XmlDocument, XsdValidator } = await import('libxml2-wasm')
  const xsd = XmlDocument.fromBuffer(readFileSync(file))
  const validator = XsdValidator.fromDoc(xsd)
  return {
    problem(xml) {
      const document = XmlDocument.fromString(xml)
      try {
        validator.validate(document)
        return null
      } catch (error) {
        return (error as Error).message
      } finally {
        document.dispose()
      }
    },
    close() {
      validator.dispose()
      xsd.dispose()
    },
  }
}
