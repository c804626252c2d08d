import { XmlCData, XmlDocument, XmlElement, XmlText, type XmlTreeNode } from 'libxml2-wasm'

/** What a document says, as another reader of XML understands it: names with their namespaces, attributes in order of name, text; no comments. */
export type Said = { name: string; attrs: string[]; nodes: (Said | string)[] }

/** The first element of this name below the root, read by libxml2. Throws where it is not well-formed. */
export function saidIn(xml: string, name: string): Said | null {
  const document = XmlDocument.fromString(xml)
  try {
    for (let node = document.root.firstChild; node; node = node.next) {
      if (node instanceof XmlElement && node.name === name) {
        return said(node)
      }
    }
    return null
  } finally {
    document.dispose()
  }
}

function said(element: XmlElement): Said {
  const nodes: (Said | string)[] = []
  for (let node: XmlTreeNode | null = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) {
      nodes.push(said(node))
    } else if (node instanceof XmlText || node instanceof XmlCData) {
      const last = nodes.at(-1)
      if (typeof last === 'string') {
        nodes[nodes.length - 1] = last + node.content
      } else {
        nodes.push(node.content)
      }
    }
  }
  // White space between elements says nothing.
  const telling = nodes.some((one) => typeof one !== 'string') ? nodes.filter((one) => typeof one !== 'string' || /[^ \t\r\n]/u.test(one)) : nodes.filter((one) => one !== '')
  return { name: `{${element.namespaceUri}}${element.name}`, attrs: element.attrs.map((one) => `{${one.namespaceUri}}${one.name}=${one.content}`).toSorted(), nodes: telling }
}
