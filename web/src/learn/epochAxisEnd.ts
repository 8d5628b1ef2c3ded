/** The axis is never shorter than this, unless the training is. */
const MIN_EPOCHS = 10;

/** The last epoch on the axis: the total number of epochs, halved while the finished ones still fit. */
export function epochAxisEnd(nDone: number, nEpochs: number): number {
  let end = nEpochs;
  while (end / 2 >= Math.max(nDone, MIN_EPOCHS)) end = Math.ceil(end / 2);
  return Math.max(end, 2);
}
