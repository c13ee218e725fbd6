# Writes independent.json: methods that R's forecast has not, each written out a second time, slowly, from its paper's equations and the choices its docstring states.
# Run: Rscript independent.R > independent.json   (R 4.2.2, no package)
n <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g"), collapse = ","), "]")
vector <- function(method, y, mean) paste0("{\"method\":\"", method, "\",\"y\":", n(y), ",\"mean\":", n(mean), "}")

# Croston (1972): sizes and intervals between them, each smoothed by .1 from its first value.
smooth <- function(x, weight) Reduce(function(level, value) weight * value + (1 - weight) * level, x[-1], x[1])
croston <- function(y) {
  at <- which(y != 0)
  c(size = smooth(y[at], .1), interval = smooth(diff(c(0, at)), .1))
}
# Teunter, Syntetos, Babai (2011): the chance changes in every bucket; it starts from the share of the first twelve and half an occurrence in one more.
tsb <- function(y) {
  first <- head(y, 12)
  chance <- (sum(first != 0) + .5) / (length(first) + 1)
  for (value in y) chance <- chance + .05 * ((value != 0) - chance)
  chance * smooth(y[y != 0], .1)
}
# Nikolopoulos et al. (2011): sums over k buckets that end with the history, smoothed by the best weight of .025, .05, ..., .5 from the mean of the first three.
rate <- function(y, k) {
  count <- length(y) %/% k
  if (count < 3) return(mean(y))
  sums <- colSums(matrix(tail(y, count * k), nrow = k))
  run <- function(weight) {
    level <- mean(sums[1:3]); squares <- 0
    for (value in sums) { squares <- squares + (value - level)^2; level <- level + weight * (value - level) }
    c(squares, level)
  }
  runs <- sapply((1:20) / 40, run)
  runs[2, which.min(runs[1, ])] / k
}
interval <- function(y) max(1, round(length(y) / sum(y != 0)))
adida <- function(y) rate(y, interval(y))
# Petropoulos and Kourentzes (2015): the mean over sums of 1 to as many buckets.
imapa <- function(y) mean(sapply(seq_len(interval(y)), function(k) rate(y, k)))

# Spiliotis, Assimakopoulos, Makridakis (2020) without a season: theta in 1, 1.25, ..., 3, weight in .1, ..., .9, straight or exponential trend, least mean absolute one-step error.
# What follows an exponential trend is raised by the sum of the history over that of its fits, from 1 to 1.284: the exponential of a mean of logarithms is a median.
fourtheta <- function(y, h) {
  t <- seq_along(y) - 1
  model <- function(z, back) {
    line <- lm(z ~ t)$coefficients
    trend <- function(t) line[[1]] + line[[2]] * t
    best <- list(error = Inf)
    for (theta in seq(1, 3, .25)) for (weight in (1:9) / 10) {
      thetaline <- theta * z + (1 - theta) * trend(t)
      level <- thetaline[1]; fitted <- numeric(length(z))
      for (i in seq_along(z)) {
        fitted[i] <- level / theta + (1 - 1 / theta) * trend(t[i])
        level <- level + weight * (thetaline[i] - level)
      }
      error <- sum(abs(z - fitted)[-1])
      if (error < best$error - 1e-12) best <- list(error = error, raw = sum(abs(y - back(fitted))[-1]), share = sum(y[-1]) / sum(back(fitted)[-1]),
        mean = back(level / theta + (1 - 1 / theta) * trend(length(z) - 1 + seq_len(h))))
    }
    best
  }
  linear <- model(y, identity)
  growing <- if (min(y) > 0) model(log(y), exp) else list(raw = Inf)
  if (growing$raw <= linear$raw) min(max(growing$share, 1), 1.284) * growing$mean else linear$mean
}

set.seed(11)
sporadic <- function(length, chance, size) ifelse(runif(length) < chance, 1 + rpois(length, size), 0)
demands <- list(sporadic(60, .3, 4), sporadic(37, .1, 20), sporadic(200, .6, 1), c(sporadic(40, .5, 6), rep(0, 20)), c(0, 0, 5), c(0, 3, 0, 0, -2, 0, 4, 0, 0, 1.5))
grown <- list(as.numeric(Nile), as.numeric(WWWusage), as.numeric(lynx), as.numeric(LakeHuron), 20 * 1.04^(1:40) * exp(rnorm(40, 0, .03)), rnorm(30))
lines <- c(
  unlist(lapply(demands, function(y) {
    c(vector("croston", y, croston(y)[["size"]] / croston(y)[["interval"]]), vector("sba", y, .95 * croston(y)[["size"]] / croston(y)[["interval"]]),
      vector("tsb", y, tsb(y)), vector("adida", y, adida(y)), vector("imapa", y, imapa(y)))
  })),
  sapply(grown, function(y) vector("4theta", y, fourtheta(y, 6))))
cat("[\n", paste(lines, collapse = ",\n"), "\n]\n", sep = "")
