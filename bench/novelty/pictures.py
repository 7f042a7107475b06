"""Pictures that are no chest films, drawn with a seed, and real films cut in two halves of the validation split.

  python3 bench/novelty/pictures.py PNEUMONIAMNIST.npz OUT [WFDB-FOLDER] [NIFTI-FOLDER]

Writes OUT/films.npz (train as given, val = even rows of the validation split, test = odd rows) and OUT/<kind>.npz with test_images.
Needs NumPy alone.
"""
import glob, gzip, os, struct, sys
import numpy as np

EACH, SIDE = 200, 96
rng = np.random.default_rng(2026)


def clouds(power, channels=1):
    """Noise whose spectrum falls with frequency as in photographs (power 1: amplitude 1/f)."""
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE)))
    f[0, 0] = 1
    parts = []
    for _ in range(channels):
        spectrum = np.fft.fft2(rng.normal(size=(SIDE, SIDE))) / f ** power
        x = np.real(np.fft.ifft2(spectrum))
        parts.append((x - x.min()) / np.ptp(x) * 255)
    return parts[0] if channels == 1 else np.stack(parts, -1)


def scene(colour):
    """Sky, ground and a dozen round and square things, with the texture of photographs."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    horizon = rng.integers(25, 70)
    sky, ground = rng.integers(80, 256, 3), rng.integers(20, 160, 3)
    picture = np.where((y < horizon)[..., None], sky - y[..., None] * 0.5, ground + y[..., None] * 0.3).astype(float)
    for _ in range(12):
        cx, cy, r = rng.integers(0, SIDE, 2).tolist() + [rng.integers(4, 24)]
        inside = (x - cx) ** 2 + (y - cy) ** 2 < r * r if rng.random() < 0.5 else (abs(x - cx) < r) & (abs(y - cy) < r)
        picture[inside] = rng.integers(0, 256, 3) + 20 * rng.normal()
    picture += (clouds(1, 3) - 128) * 0.25 + rng.normal(size=picture.shape) * 5
    return picture if colour else picture @ [0.299, 0.587, 0.114]


def tracing(signal, dark):
    """Three rows of a signal on squared paper."""
    picture = np.full((SIDE, SIDE), 245.0)
    picture[::8] = picture[:, ::8] = 215
    third = len(signal) // 3
    for row in range(3):
        part = signal[row * third:(row + 1) * third]
        part = part[np.linspace(0, len(part) - 1, SIDE * 4).astype(int)]
        y = 32 * row + 18 - (part - np.median(part)) / (np.ptp(part) + 1e-9) * 22
        for i in range(SIDE * 4 - 1):
            a, b = sorted((y[i], y[i + 1]))
            picture[int(np.clip(a, 0, 95)):int(np.clip(b + 1.5, 1, 96)), i // 4] = 25
    return 255 - picture if dark else picture


def beats():
    """A synthetic electrocardiogram: P, QRS and T as bumps (after McSharry et al., 2003)."""
    t = np.linspace(0, rng.uniform(5, 12), 1500)
    phase = (t * rng.uniform(0.8, 1.8)) % 1
    bumps = [(0.2, 0.12, 0.025), (0.37, -0.15, 0.01), (0.4, 1, 0.012), (0.43, -0.25, 0.012), (0.65, 0.3, 0.04)]
    return sum(a * rng.uniform(0.6, 1.4) * np.exp(-((phase - m) / w) ** 2 / 2) for m, a, w in bumps) + 0.02 * rng.normal(size=1500)


def recorded(folder):
    """Signals of WFDB records in format 16 or 212."""
    signals = []
    for header in sorted(glob.glob(os.path.join(folder, '**', '*.hea'), recursive=True)):
        lines = [l.split() for l in open(header) if l.strip() and l[0] != '#']
        name, fmt = lines[1][0], lines[1][1].split('x')[0].split(':')[0].split('+')[0]
        path = os.path.join(os.path.dirname(header), name)
        count = sum(1 for l in lines[1:] if l[0] == name)
        if not os.path.exists(path) or fmt not in ('16', '212'):
            continue
        if fmt == '16':
            x = np.fromfile(path, '<i2')
        else:
            b = np.fromfile(path, np.uint8)[: os.path.getsize(path) // 3 * 3].reshape(-1, 3).astype(int)
            x = np.stack([b[:, 0] | (b[:, 1] & 15) << 8, b[:, 2] | (b[:, 1] >> 4) << 8], 1).ravel()
            x = np.where(x > 2047, x - 4096, x)
        signals.append(x[: len(x) // count * count].reshape(-1, count)[:, 0].astype(float))
    return signals


def slices(folder):
    """Middle slices of MRI volumes (uncompressed part of NIfTI-1, little-endian)."""
    found = []
    for path in sorted(glob.glob(os.path.join(folder, '*.nii.gz')))[:EACH]:
        b = gzip.open(path).read()
        d, kind, start = struct.unpack('<8h', b[40:56]), struct.unpack('<h', b[70:72])[0], int(struct.unpack('<f', b[108:112])[0])
        dtype = {2: '<u1', 4: '<i2', 8: '<i4', 16: '<f4', 512: '<u2'}[kind]
        x = np.frombuffer(b[start:], dtype)[: d[1] * d[2] * d[3]].reshape(d[3], d[2], d[1]).astype(float)[d[3] // 2]
        side = min(x.shape)
        x = x[:side, :side]
        i = np.arange(SIDE) * side // SIDE
        found.append((x[i][:, i] - x.min()) / (np.ptp(x) + 1e-9) * 255)
    return found


def text():
    picture = np.full((SIDE, SIDE), 250.0)
    for row in range(0, SIDE - 6, 8):
        x = 2
        while x < SIDE - 6:
            word = rng.integers(3, 14)
            picture[row + 1:row + 6, x:x + word][rng.random((5, len(range(x, min(SIDE, x + word))))) < 0.55] = 30
            x += word + 3
    return picture


def save(kind, pictures):
    x = np.clip(np.stack(pictures), 0, 255).astype(np.uint8)
    np.savez_compressed(os.path.join(sys.argv[2], kind + '.npz'), test_images=x)


data = np.load(sys.argv[1])
os.makedirs(sys.argv[2], exist_ok=True)
val, labels = data['val_images'], data['val_labels']
np.savez_compressed(os.path.join(sys.argv[2], 'films.npz'), train_images=data['train_images'], train_labels=data['train_labels'],
                    val_images=val[::2], val_labels=labels[::2], test_images=val[1::2], test_labels=labels[1::2])
films = val[1::2].astype(float)
save('noise, uniform', [rng.integers(0, 256, (SIDE, SIDE)) for _ in range(EACH)])
save('noise, gaussian', [128 + 40 * rng.normal(size=(SIDE, SIDE)) for _ in range(EACH)])
save('noise, salt and pepper', [255 * (rng.random((SIDE, SIDE)) < rng.uniform(0.02, 0.5)) for _ in range(EACH)])
save('noise, clouds', [clouds(rng.uniform(0.7, 1.6)) for _ in range(EACH)])
save('ECG, synthetic', [tracing(beats(), i % 2 == 1) for i in range(EACH)])
save('colour photograph, drawn scene', [scene(True) for _ in range(EACH)])
save('colour photograph, natural spectrum', [clouds(rng.uniform(0.9, 1.3), 3) for _ in range(EACH)])
save('grey photograph, drawn scene', [scene(False) for _ in range(EACH)])
save('text page', [text() for _ in range(EACH)])
save('blank', [np.full((SIDE, SIDE), i % 256) for i in range(EACH)])
save('ramp', [np.add.outer(np.linspace(0, rng.uniform(-200, 200), SIDE), np.linspace(0, rng.uniform(-200, 200), SIDE)) + 128 for _ in range(EACH)])
save('film, inverted', list(255 - films))
save('film, rotated by 90°', [np.rot90(f) for f in films])
save('film, upside down', [np.rot90(f, 2) for f in films])
if len(sys.argv) > 3 and os.path.isdir(sys.argv[3]):
    signals = recorded(sys.argv[3])
    if signals:
        cut = []
        for i in range(EACH):
            s = signals[i % len(signals)]
            n = min(len(s), 3000)
            at = rng.integers(0, len(s) - n + 1)
            cut.append(tracing(s[at:at + n], i % 2 == 1))
        save('ECG, recorded', cut)
if len(sys.argv) > 4 and os.path.isdir(sys.argv[4]):
    save('MRI slice', slices(sys.argv[4]))
