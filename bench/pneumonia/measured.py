"""Runs `xinglin train image … --json`, and prints its figures with the time and the memory it took as rows of a table."""
import json, resource, subprocess, sys, time

started = time.time()
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(done.stderr[-2000:])
seconds, peak = time.time() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
report = json.loads(done.stdout)
for split, one in (('validation', report), ('left out of training', report.get('left_out_of_training'))):
    if one:
        (a, b), (c, d) = one['ci95']['auc'], one['ci95']['accuracy']
        print(f"| PneumoniaMNIST (n = {one['n']}) | {split} | {sys.argv[1]} | {one['auc']:.3f} ({a:.3f}–{b:.3f}) | "
              f"{one['accuracy']:.3f} ({c:.3f}–{d:.3f}) | {one['brier']:.3f} | {one['ece']:.3f} | {seconds:.0f} | {peak:.0f} |")
