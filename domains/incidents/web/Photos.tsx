import { Camera, ImageOff, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { isPicture, readPhoto, uuid7, useWords } from '../../../web/face.ts'
import type { ReadPhoto } from '../../../web/face.ts'
import { photoGrid, photoTime } from './photo-words.ts'

/** A picture waiting to go with the line; `read` is what it says once it was looked into. */
export type LogPhoto = { id: string; name: string; url: string; facts: ReadPhoto['facts'] | null; drawn: boolean; read: Promise<ReadPhoto> }

/** Pictures of the line being typed, there from the moment they are chosen; their addresses in memory are given back when they go. */
export function usePhotos(onRead: (facts: ReadPhoto['facts']) => void): { photos: readonly LogPhoto[]; add(files: Iterable<File>): void; drop(id: string): void; take(): LogPhoto[] } {
  const [photos, setPhotos] = useState<readonly LogPhoto[]>([])
  const held = useRef(photos)
  const told = useRef(onRead)
  useEffect(() => {
    held.current = photos
    told.current = onRead
  })
  useEffect(() => () => held.current.forEach((p) => URL.revokeObjectURL(p.url)), [])
  return {
    photos,
    add(files) {
      for (const file of files) {
        if (isPicture(file)) {
          const id = uuid7()
          const read = readPhoto(file)
          setPhotos((old) => [...old, { id, name: file.name, url: URL.createObjectURL(file), facts: null, drawn: true, read }])
          void read.then(({ facts, drawn }) => {
            // A line that was saved meanwhile took its picture along; what the picture says is not of the next one.
            if (held.current.some((p) => p.id === id)) {
              setPhotos((old) => old.map((p) => (p.id === id ? { ...p, facts, drawn } : p)))
              told.current(facts)
            }
          })
        }
      }
    },
    drop(id) {
      setPhotos((old) => {
        old.filter((p) => p.id === id).forEach((p) => URL.revokeObjectURL(p.url))
        return old.filter((p) => p.id !== id)
      })
    },
    take() {
      photos.forEach((p) => URL.revokeObjectURL(p.url))
      setPhotos([])
      return [...photos]
    },
  }
}

/** What each picture says of itself; the original is sealed by the node, readers get it without these marks. */
export function Photos({ photos, onDrop }: { photos: readonly LogPhoto[]; onDrop(id: string): void }) {
  const { label } = useWords()
  if (photos.length === 0) {
    return null
  }
  return (
    <ul className="quickphotos" aria-label={label('ui.quick.photos')}>
      {photos.map((photo) => {
        const said = photo.facts ? [photoTime(photo.facts), photoGrid(photo.facts)].filter((s) => s !== null) : ['…']
        return (
          <li key={photo.id}>
            {photo.drawn ? <img src={photo.url} alt={photo.name} /> : <ImageOff size={22} aria-hidden="true" />}
            <span className="small quiet mono ltr">{said.length > 0 ? said.join(' ') : label('ui.quick.photo-silent')}</span>
            {!photo.drawn && <span className="small">{label('ui.quick.photo-undrawn')}</span>}
            <button type="button" className="btn plain icon small" aria-label={`${label('ui.quick.photo-drop')}: ${photo.name}`} onClick={() => onDrop(photo.id)}><X size={14} aria-hidden="true" /></button>
          </li>
        )
      })}
    </ul>
  )
}

/** Take or choose pictures; a phone offers its camera. */
export function PhotoButton({ onChoose }: { onChoose(files: Iterable<File>): void }) {
  const { label } = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="btn plain icon small" aria-label={label('ui.quick.photo')} title={label('ui.quick.photo')} onClick={() => input.current?.click()}><Camera size={15} aria-hidden="true" /></button>
      <input ref={input} type="file" accept="image/*,.heic,.heif" multiple hidden tabIndex={-1} aria-hidden="true" onChange={(e) => { onChoose([...(e.target.files ?? [])]); e.target.value = '' }} />
    </>
  )
}
