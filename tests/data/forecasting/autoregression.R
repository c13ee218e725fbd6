# Writes autoregression.json: what R's lm and ar.burg give for published series that ship with R (AirPassengers, USAccDeaths, UKgas).
# Run: Rscript autoregression.R > autoregression.json   (R 4.2.2)
n <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g"), collapse = ","), "]")
field <- function(name, value) paste0("\"", name, "\":", value)
h <- 18
# The mean of what is exponential: half the variance of the noise, held at 0.5, above the median.
above <- function(variance) exp(min(variance, 0.5) / 2)
# How far each value, the nearest first, counts in the next one's forecast: 1 - (1 - B^lag)(1 - ar B ...).
weights <- function(ar, lag, length) {
  product <- convolve(c(1, -ar), rev(c(1, rep(0, lag - 1), -1)), type = "open")
  c(-product[-1], rep(0, length - length(product) + 1))
}
regression <- function(y, period) {
  x <- log(y) - mean(log(y))
  lags <- sort(unique(c(1:3, pmax(1, period - 3):(period + 3))))
  rows <- (max(lags) + 1):length(x)
  fit <- lm(x[rows] ~ 0 + sapply(lags, function(lag) x[rows - lag]))
  path <- as.numeric(x)
  for (i in 1:h) path <- c(path, sum(coef(fit) * path[length(path) + 1 - lags]))
  variance <- sum(residuals(fit)^2) / (length(rows) - length(lags) - 1)
  effects <- rep(0, h + max(lags)); effects[max(lags) + 1] <- 1
  for (i in 2:h) effects[max(lags) + i] <- sum(coef(fit) * effects[max(lags) + i - lags])
  list(mean = exp(tail(path, h) + mean(log(y))) * above(variance), sigma = sqrt(variance * cumsum(tail(effects, h)^2)))
}
mixture <- function(y, period) {
  x <- as.numeric(log(y))
  orders <- max(1, min((length(x) - period) %/% 3, period + period %/% 8 + 1))
  models <- list()
  for (lag in c(1, period)) {
    z <- tail(x, -period) - x[(period + 1 - lag):(length(x) - lag)]
    limit <- 8 * sort(abs(z))[length(z) %/% 2 + 1]
    held <- pmin(pmax(z, -limit), limit)
    for (order in 0:orders) {
      fit <- if (order == 0) list(ar = numeric(0), v = mean(held^2)) else { b <- ar.burg(held, aic = FALSE, order.max = order, demean = FALSE); list(ar = b$ar, v = b$var.pred) }
      k <- order + 1
      path <- x; changes <- z
      for (i in 1:h) {
        d <- if (order == 0) 0 else sum(fit$ar * rev(tail(changes, order)))
        changes <- c(changes, d); path <- c(path, d + path[length(path) + 1 - lag])
      }
      models[[length(models) + 1]] <- list(aicc = length(z) * log(fit$v) + 2 * k * length(z) / (length(z) - k - 1), v = fit$v * length(z) / (length(z) - k), weights = weights(fit$ar, lag, length(x)), mean = tail(path, h))
    }
  }
  aicc <- sapply(models, function(m) m$aicc)
  w <- exp(-(aicc - min(aicc)) / 2); w[w < 0.01] <- 0; w <- w / sum(w)
  # Of the first step's variance, noise + noise * taken, the noise less what the forecast took over from the values that it stands on.
  taken <- sum(Reduce(`+`, Map(function(m, weight) weight * m$weights, models, w))^2)
  exp(Reduce(`+`, Map(function(m, weight) weight * m$mean, models, w))) * above(sum(w * sapply(models, function(m) m$v)) * max(0, 1 - taken) / (1 + taken))
}
one <- function(name, y) {
  r <- regression(y, frequency(y))
  paste0("{", paste(c(field("name", paste0("\"", name, "\"")), field("y", n(y)), field("period", frequency(y)), field("sar", n(r$mean)), field("sarSigma", n(r$sigma)), field("lar", n(mixture(y, frequency(y))))), collapse = ","), "}")
}
cat("[\n", paste(c(one("AirPassengers", AirPassengers), one("USAccDeaths", USAccDeaths), one("UKgas", UKgas)), collapse = ",\n"), "\n]\n", sep = "")
