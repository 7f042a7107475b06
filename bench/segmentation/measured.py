"""Runs `xinglin train segment … --json`, and prints its figures with the time and the memory it took as rows of a table."""
import json, resource, subprocess, sys, time

started = time.time()
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(done.stderr[-2000:])
seconds, peak = time.time() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
report = json.loads(done.stdout)
rows = [('mean of the labels', report['dice'], report['ci95']['dice'], report['iou'], None, None)]
rows += [(l['label'], l['dice'], l['ci95']['dice'], l['iou'], l['hausdorff95'], l['mean_surface_distance']) for l in report['labels']]
for label, dice, (low, high), iou, far, mean in rows:
    distances = '| | |' if far is None else f"| {far:.1f} {report['unit']} | {mean:.2f} {report['unit']} |"
    print(f"| {sys.argv[1]} (n = {report['n']}) | {report['split']} | {label} | {dice:.3f} ({low:.3f}–{high:.3f}) | {iou:.3f} {distances} {seconds:.0f} | {peak:.0f} |")
