import type { Block, Mark, Piece, Section } from '../../../core/product.ts'
import { useTexts, useWords } from '../../../web/face.ts'
import { markIn } from '../shared/document.ts'
import { ROWS } from './products.texts.ts'
import type { ProductView } from './model.ts'

type Choose = (section: string, fact: string) => void

/** A section as it reads, its bound values to be opened. */
export function Blocks({ product, section, open }: { product: ProductView; section: Section; open: Choose }) {
  return <>{section.blocks.map((block, i) => <OneBlock key={i} product={product} section={section} block={block} open={open} />)}</>
}

function OneBlock({ product, section, block, open }: { product: ProductView; section: Section; block: Block; open: Choose }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const lines = block.lines ?? []
  const pieces = (all: readonly Piece[] | undefined) => <Pieces pieces={all ?? []} section={section.id} open={open} />
  const mark = (value: Mark | undefined) => <Marked mark={value} language={product.data.language} />
  const more = block.total !== undefined && block.total > lines.length ? <p className="quiet small">{tt('shown', { n: number(lines.length), all: number(block.total) })}</p> : null
  if (block.type === 'text') {
    return <p>{pieces(block.pieces)}</p>
  }
  if (block.type === 'list') {
    return <><ul>{lines.map((line, i) => <li key={i}>{mark(line.mark)}{pieces(line.pieces)}</li>)}</ul>{more}</>
  }
  return (
    <>
      <div className="producttable" tabIndex={0} role="region" aria-label={section.title}>
        <table>
          {block.head && <thead><tr>{block.head.map((text) => <th key={text} scope="col">{text}</th>)}</tr></thead>}
          <tbody>{lines.map((line, i) => <tr key={line.record ?? i} data-mark={line.mark}>{(line.cells ?? []).map((cell, n) => <td key={n}>{n === 0 && mark(line.mark)}{pieces(cell)}</td>)}</tr>)}</tbody>
        </table>
      </div>
      {more}
    </>
  )
}

function Marked({ mark, language }: { mark: Mark | undefined; language: ProductView['data']['language'] }) {
  const words = markIn(mark, language)
  return words === undefined || mark === 'missing' ? null : <span className={`tag ${mark === 'unverified' ? 'unverified' : 'warning'}`}>{words}</span>
}

function Pieces({ pieces, section, open }: { pieces: readonly Piece[]; section: string; open: Choose }) {
  const tt = useTexts(ROWS)
  return (
    <>
      {pieces.map((piece, i) => (typeof piece === 'string'
        ? <span key={i}>{piece}</span>
        : <button key={i} type="button" className={piece.text.length <= 16 ? 'boundfact short' : 'boundfact'} onClick={() => open(section, piece.fact)} title={tt('fact.open', { value: piece.text })}><bdi>{piece.text}</bdi></button>))}
    </>
  )
}
