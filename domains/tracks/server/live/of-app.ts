import type { App } from '../../../../server/face.ts'
import type { Picture } from './picture.ts'

const pictures = new WeakMap<App, Picture>()

/** The picture of a node is made with it. */
export function setPicture(app: App, picture: Picture): void {
  pictures.set(app, picture)
}

export function pictureOf(app: App): Picture {
  const picture = pictures.get(app)
  if (!picture) {
    throw new Error('this node has no live picture')
  }
  return picture
}
