"""Golden values of a narrow MS-VAE, computed by PyTorch in single precision on one CPU thread.

Writes msvae_small.safetensors next to this file. The network is the one of the published code (SPEC §1.2) with narrow
layers, so that the file is small enough to be committed:
  features 24 audio + 40 visual; trunks 24-12-12 and 40-16-12-12-12; latent 6; decoder 6-12-12-12-16-16-64; ReLU
Two losses, each with Adam at 1e-3 and a KL weight of 0.1:
  r  as the published code computes it (SPEC §1.3): the sum over both modalities of MSE + 0.1 KL (summed over rows)
     + the Frobenius norm of z_a - z_v, with fresh noise for every sample; two optimizers that both step the decoder
  p  as the paper states it (SPEC §1.6): 1/2 (MSE_v + MSE_a) + 0.1 * 1/2 (KL_v + KL_a) per row
     + the mean of |z_a - z_v|, noise reused; one optimizer
For batches of 6 and of 33 rows (Earsight multiplies up to 32 rows in another way than more):
  init.PARAMETER                 weights to start from: twice the usual ones
  bN.visual, bN.audio            features
  bN.eps                         [step, sample, row, latent]: noise in the order in which the loss draws it
  bN.MODALITY_mean, _log_var     posteriors at the start; bN.decoded_MODALITY_mean: the pair decoded from the mean
  bN.LOSS.TERM                   each term of the first step, before its weight
  bN.LOSS.losses                 the total of each of ten steps
  bN.LOSS.decoder_bias_after     bias of the decoder's last layer after them
and for the batch of 6 also:
  b6.LOSS.grad.PARAMETER         gradients of the first step
  b6.LOSS.after.PARAMETER        every parameter after ten steps
  b6.LOSS.distance               [visual row, audio row]: D at the start, to localize (SPEC §1.4)
  b6.LOSS.retrieval_distance     the same to retrieve; r takes a mean square of the generated pair, p the norm as before
Distances of r are of rows divided by their largest magnitude, as the published code does at test time.

Run: python3 make_msvae_small.py   (made with torch 2.15.0 and safetensors 0.8.0)
It also computes everything in double precision and prints the largest difference of each kind, relative to the
largest value of each tensor: what rounding alone is worth.
"""

import os

import torch
from safetensors.torch import save_file
from torch import nn

SEED = 20261130
AUDIO, VISUAL, LATENT = 24, 40, 6
TRUNKS = {"visual": [VISUAL, 16, 12, 12, 12], "audio": [AUDIO, 12, 12]}
DECODER = [LATENT, 12, 12, 12, 16, 16, VISUAL + AUDIO]
BATCHES = (6, 33)
STEPS = 10
KL_WEIGHT = 0.1
RATE = 1e-3
# With PyTorch's own weights the reconstruction is 1e-4 of the encoders' gradients, too little to be noticed.
GAIN = 2


def mlp(widths):
    layers = []
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if i < len(widths) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Encoder(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.trunk = mlp(widths)
        self.mean = nn.Linear(widths[-1], LATENT)
        self.log_var = nn.Linear(widths[-1], LATENT)

    def forward(self, x):
        h = self.trunk(x)
        return self.mean(h), self.log_var(h)


class MsVae(nn.Module):
    def __init__(self):
        super().__init__()
        self.visual = Encoder(TRUNKS["visual"])
        self.audio = Encoder(TRUNKS["audio"])
        self.decoder = mlp(DECODER)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                parameter.data.mul_(GAIN)


def sample(mean, log_var, eps):
    return mean + torch.exp(log_var / 2) * eps


def kl(mean, log_var):
    return -0.5 * torch.sum(1 + log_var - mean.pow(2) - log_var.exp())


def loss_r(model, visual, audio, eps):
    pair = torch.cat((visual, audio), 1)
    total, terms = 0, {}
    for i, modality in enumerate(("visual", "audio")):
        mean, log_var = model.visual(visual) if modality == "visual" else model.audio(audio)
        decoded = model.decoder(sample(mean, log_var, eps[3 * i]))
        z_a = sample(*model.audio(audio), eps[3 * i + 1])
        z_v = sample(*model.visual(visual), eps[3 * i + 2])
        mse, divergence = nn.functional.mse_loss(decoded, pair), kl(mean, log_var)
        w = torch.dist(z_a, z_v, 2)
        terms |= {f"mse_{modality}": mse, f"kl_{modality}": divergence, f"w_{modality}": w}
        total = total + mse + KL_WEIGHT * divergence + w
    return total, terms


def loss_p(model, visual, audio, eps):
    pair, n = torch.cat((visual, audio), 1), len(visual)
    posterior_v, posterior_a = model.visual(visual), model.audio(audio)
    z_v, z_a = sample(*posterior_v, eps[0]), sample(*posterior_a, eps[1])
    terms = {
        "mse_visual": nn.functional.mse_loss(model.decoder(z_v), pair),
        "mse_audio": nn.functional.mse_loss(model.decoder(z_a), pair),
        "kl_visual": kl(*posterior_v) / n,
        "kl_audio": kl(*posterior_a) / n,
        "w": (z_v - z_a).norm(dim=1).mean(),
    }
    mse = (terms["mse_visual"] + terms["mse_audio"]) / 2
    divergence = (terms["kl_visual"] + terms["kl_audio"]) / 2
    return mse + KL_WEIGHT * divergence + terms["w"], terms


LOSSES = {"r": loss_r, "p": loss_p}


def optimizers(model, loss):
    decoder = list(model.decoder.parameters())
    if loss == "p":
        return [torch.optim.Adam(model.parameters(), RATE)]
    encoders = (model.visual, model.audio)
    return [torch.optim.Adam(list(encoder.parameters()) + decoder, RATE) for encoder in encoders]


def distances(model, visual, audio, loss):
    """D between each visual and each audio row, to localize and to retrieve."""
    if loss == "r":
        visual, audio = (x / x.abs().amax(1, keepdim=True) for x in (visual, audio))
    mean_v, mean_a = model.visual(visual)[0][:, None], model.audio(audio)[0][None]
    latent = (mean_v - mean_a).norm(dim=-1)
    difference = model.decoder(mean_v) - model.decoder(mean_a)
    generated, mean_square = difference.norm(dim=-1), difference.pow(2).mean(-1)
    if loss == "r":
        return (latent + generated) / 2, (latent + mean_square) / 2
    return latent + generated, latent + generated


def inputs():
    """Features like those of AVE: not negative, those of sound sparse; and noise."""
    drawn = {}
    for n in BATCHES:
        drawn[f"b{n}.visual"] = torch.randn(n, VISUAL).clamp_min(0)
        drawn[f"b{n}.audio"] = torch.rand(n, AUDIO) * (torch.rand(n, AUDIO) > 0.6)
        drawn[f"b{n}.eps"] = torch.randn(STEPS, 6, n, LATENT)
    return drawn


def outputs(model, drawn):
    init = {name: value.clone() for name, value in model.state_dict().items()}
    out = {f"init.{name}": value for name, value in init.items()}
    for n in BATCHES:
        visual, audio, eps = (drawn[f"b{n}.{name}"] for name in ("visual", "audio", "eps"))
        model.load_state_dict(init)
        with torch.no_grad():
            for modality, rows in (("visual", visual), ("audio", audio)):
                mean, log_var = getattr(model, modality)(rows)
                out[f"b{n}.{modality}_mean"], out[f"b{n}.{modality}_log_var"] = mean, log_var
                out[f"b{n}.decoded_{modality}_mean"] = model.decoder(mean)
        for name, loss in LOSSES.items():
            key = f"b{n}.{name}"
            model.load_state_dict(init)
            steppers, totals = optimizers(model, name), []
            if n == BATCHES[0]:
                with torch.no_grad():
                    to_localize, to_retrieve = distances(model, visual, audio, name)
                out[f"{key}.distance"], out[f"{key}.retrieval_distance"] = to_localize, to_retrieve
            for step in range(STEPS):
                model.zero_grad()
                total, terms = loss(model, visual, audio, eps[step])
                total.backward()
                totals.append(total.item())
                if step == 0:
                    out |= {f"{key}.{term}": value.detach().reshape(1) for term, value in terms.items()}
                if step == 0 and n == BATCHES[0]:
                    for of, parameter in model.named_parameters():
                        out[f"{key}.grad.{of}"] = parameter.grad.clone()
                for stepper in steppers:
                    stepper.step()
            out[f"{key}.losses"] = torch.tensor(totals, dtype=visual.dtype)
            out[f"{key}.decoder_bias_after"] = model.decoder[-1].bias.detach().clone()
            if n == BATCHES[0]:
                for of, value in model.state_dict().items():
                    out[f"{key}.after.{of}"] = value.clone()
    return out


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model, drawn = MsVae(), inputs()
    single = outputs(model, drawn)
    model.load_state_dict({name[5:]: v for name, v in single.items() if name.startswith("init.")})
    double = outputs(model.double(), {name: value.double() for name, value in drawn.items()})
    rounding = {}
    for name, exact in double.items():
        error = (single[name] - exact).abs().max() / exact.abs().max().clamp_min(1e-30)
        kind = name.split(".")[2] if name.count(".") > 2 else name
        rounding[kind] = max(rounding.get(kind, 0), error.item())
    for kind, error in sorted(rounding.items(), key=lambda of: -of[1])[:8]:
        print(f"{kind}: single and double precision differ by {error:.1e}")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "msvae_small.safetensors")
    # One entry: the order of several is not fixed, and the same run should give the same bytes.
    metadata = {"made_by": f"make_msvae_small.py, torch {torch.__version__}, seed {SEED}"}
    save_file({name: value.contiguous() for name, value in (single | drawn).items()}, path, metadata)
    print(f"{path}: {os.path.getsize(path)} bytes, {len(single | drawn)} tensors")


if __name__ == "__main__":
    main()
