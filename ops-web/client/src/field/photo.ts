/** The longer side of what is sent, in pixels. */
export const SideMax = 1600
/** Bytes that the service takes. */
export const PhotoBytesMax = 8 * 1024 * 1024
const Quality = 0.85

export type PhotoFault = 'not-an-image' | 'too-large'
export type PhotoMade = { photo: Blob; fault: null } | { photo: null; fault: PhotoFault }

/** The size on which a picture is drawn anew: never larger than it is. */
export function fitted(width: number, height: number, max = SideMax): { width: number; height: number } {
  const share = Math.min(1, max / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

/** Draws a picture anew: smaller, and without anything the camera wrote into it, such as when and where. */
export async function redrawn(file: Blob): Promise<PhotoMade> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return { photo: null, fault: 'not-an-image' }
  }
  const size = fitted(bitmap.width, bitmap.height)
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, size.width, size.height)
  bitmap.close()
  const photo = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/jpeg', Quality) })
  if (!photo) return { photo: null, fault: 'not-an-image' }
  return photo.size > PhotoBytesMax ? { photo: null, fault: 'too-large' } : { photo, fault: null }
}
