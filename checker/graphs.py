"""Networks as graphs of operations. The forward pass serves both sides; the measured side differentiates it on the tape, the
predicted side takes differences: with the gates of the point, f is affine in every single entry of a parameter."""
from fractions import Fraction as Q

from exact import Num, T, dot, values
from reading import fields, frac, listed, matrix, nat, need, tagged

OPERATIONS = "input dense convolution bias scale add rectify gate max-pool average-pool zero-mean"

class Graph:
    """A network on views xs, of the probabilities `law`; values are lists of views."""
    def __init__(self, j, xs, law):
        parameters, nodes = fields(j, "parameters nodes")
        self.xs, self.law, self.theta, self.nodes = xs, law, [], []
        for p in listed(parameters):
            _, entries, mask = fields(p, "name values", "mask")
            need(mask is None, "found a mask, expected none")
            self.theta.append(matrix(entries))
        for node in listed(nodes):
            operation, of = fields(node, "operation of")
            need(type(of) is list, "found edges that are no list")
            name, content = tagged(operation, OPERATIONS)
            need(len(of) == {"input": 0, "add": 2}.get(name, 1), f"found {len(of)} edges of {name}")
            self.nodes.append((name, content, [nat(n, len(self.nodes)) for n in of]))
        used = [self.used(*node[:2]) for node in self.nodes]
        used = [p for p in used if p is not None]
        need(len(set(used)) == len(used), "found a parameter that two operations use")
        self.gates = {}
        self.f = self.run(self.theta)

    def used(self, name, content):
        key = {"dense": "weights", "convolution": "kernel", "bias": "biases", "scale": "gains"}.get(name)
        return None if key is None else nat(content.get(key) if type(content) is dict else None, len(self.theta))

    def on_tape(self):
        theta = [[[Num(x) for x in row] for row in p] for p in self.theta]
        return theta, self.run(theta)

    def run(self, theta):
        """f of every view; the gates and maxima are those of the first run."""
        done = []
        for place, (name, content, of) in enumerate(self.nodes):
            done.append(self.node(place, name, content, [done[n] for n in of], theta))
        return done[-1]

    def node(self, place, name, content, of, theta):
        f = of[0] if of else None
        if name == "input":
            return self.xs
        if name == "add":
            need(len(f[0]) == len(of[1][0]), "found a sum of two widths")
            return [[dot([1, 1], pair) for pair in zip(*pair)] for pair in zip(*of)]
        p = theta[self.used(name, content)] if self.used(name, content) is not None else None
        if name == "dense":
            fields(content, "weights")
            need(len(p[0]) == len(f[0]), "found weights of another width")
            return [[dot(row, view) for row in p] for view in f]
        if name == "convolution":
            _, image, window = fields(content, "kernel image window")
            return self.convolution(p, f, [nat(n) for n in fields(image, "channels height width")],
                                    [nat(n) for n in fields(window, "height width stride padding")])
        if name in ("bias", "scale"):
            fields(content, "biases" if name == "bias" else "gains")
            need(len(f[0]) % len(p) == 0 and len(p[0]) == 1, "found another number of channels")
            of_row = [x for x, in p for _ in range(len(f[0]) // len(p))]
            if name == "bias":
                return [[dot([1, 1], pair) for pair in zip(view, of_row)] for view in f]
            return [[dot([x], [g]) for x, g in zip(view, of_row)] for view in f]
        if name in ("rectify", "gate"):
            if place not in self.gates:
                self.gates[place] = self.gate(name, content, f)
            return [[dot([x], [d]) for x, d in zip(*pair)] for pair in zip(f, self.gates[place])]
        if name == "zero-mean":
            channels, constant = fields(content, "channels held_constant")
            need(constant is False and len(f[0]) % nat(channels) == 0, "found another zero-mean")
            size = len(f[0]) // channels
            of_row = [dot(self.law, unit) for unit in zip(*f)]
            share = [dot([Q(1, size)] * size, of_row[c * size:][:size]) for c in range(channels)]
            return [[dot([1, -1], [x, share[row // size]]) for row, x in enumerate(view)] for view in f]
        groups = listed(*fields(content, "groups"), lambda g: listed(g, lambda row: nat(row, len(f[0]))))
        need(len(set(map(len, groups))) == 1, "found groups of two sizes")
        if name == "average-pool":
            return [[dot([Q(1, len(g))] * len(g), [view[row] for row in g]) for g in groups] for view in f]
        if place not in self.gates:
            best = [[[r for r in g if view[r] == max(view[i] for i in g)] for g in groups] for view in values(f)]
            need(all(len(r) == 1 for view in best for r in view), "found a tied maximum")
            self.gates[place] = best
        return [[view[row] for row, in best] for view, best in zip(f, self.gates[place])]

    def gate(self, name, content, f):
        if name == "gate":
            return T(matrix(*fields(content, "gates"), len(f[0]), len(f)))
        slope = frac(*fields(content, "slope"))
        need(all(all(view) for view in values(f)), "found a pre-activation that is exactly 0")
        return [[Q(1) if x > 0 else slope for x in view] for view in values(f)]

    def convolution(self, kernel, f, image, window):
        (channels, height, width), (rows, columns, stride, padding) = image, window
        need(channels * height * width == len(f[0]), "found an image of another size")
        need(stride and min(height, width) + 2 * padding >= max(rows, columns) > 0, "found a window that does not fit")
        need(len(kernel[0]) == channels * rows * columns, "found a kernel of another size")
        ys = range(-padding, height + padding - rows + 1, stride)
        xs = range(-padding, width + padding - columns + 1, stride)
        inside = lambda y, x: 0 <= y < height and 0 <= x < width
        offsets = [(c, i, k) for c in range(channels) for i in range(rows) for k in range(columns)]
        taps = lambda y, x: [(n, (c * height + y + i) * width + x + k) for n, (c, i, k) in enumerate(offsets)
                             if inside(y + i, x + k)]
        places = [taps(y, x) for y in ys for x in xs]
        return [[dot([of_channel[n] for n, _ in at], [view[row] for _, row in at])
                 for of_channel in kernel for at in places] for view in f]

    def along(self, change):
        """The derivative of f along {place: matrix}, one entry after the other."""
        total = [[Q(0)] * len(view) for view in self.f]
        for place, delta in change.items():
            for i, row in enumerate(delta):
                for k, d in enumerate(row):
                    if d:
                        total = [[a + d * b for a, b in zip(*pair)] for pair in zip(total, self.slope(place, i, k))]
        return total

    def slope(self, place, i, k):
        theta = [[list(row) for row in p] for p in self.theta]
        theta[place][i][k] += 1
        return [[a - b for a, b in zip(*pair)] for pair in zip(self.run(theta), self.f)]

    def degree(self, block):
        """k with f(t theta) = t^k f(theta) for the parameters of the block, but for biases of others at the top."""
        nodes, degrees = list(self.nodes), []
        while nodes[-1][0] == "bias" and self.used(*nodes[-1][:2]) not in block:
            nodes.pop()
        for name, content, of in nodes:
            below, own = [degrees[n] for n in of], self.used(name, content) in block
            if name == "input":
                degrees.append(0)
            elif name == "bias":
                degrees.append(below[0] if below[0] == own else None)
            elif name == "add":
                degrees.append(below[0] if below[0] == below[1] else None)
            else:
                degrees.append(None if below[0] is None else below[0] + own)
        return degrees[-1]

    def top(self):
        """The place of the last weights; is the network linear in what they are applied to?"""
        last = [(n, node) for n, node in enumerate(self.nodes) if node[0] == "dense"]
        need(last, "found no layer of weights")
        place, node = last[-1]
        return self.used(*node[:2]), all(name == "bias" for name, *_ in self.nodes[place + 1:])
